"""How bodies are read and written: camelCase names, nothing unknown taken in, nothing secret given out."""

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

READ = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)
GIVEN = ConfigDict(alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True)
