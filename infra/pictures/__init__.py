"""Pictures from strangers: drawn anew in a process of their own, so that nothing but what one sees is left of them."""
