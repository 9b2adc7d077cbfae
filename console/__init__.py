"""The operators' pages: where merchants set up and colleagues answer, over the same rooms as the API."""
