"""The core by itself: what each skill asks, offers and says."""
