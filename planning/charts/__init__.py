"""Pictures of plans: data for charts.js, and SVG from the server."""
