"""Makes the data of plugins/belgium/data from public sources: by hand, once, never in a build."""
