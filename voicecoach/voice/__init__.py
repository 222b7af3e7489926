"""Text to clip: engines, trimming and levelling, the cache, and the box that renders in order of need."""
