"""Pictures of the portfolio: data for charts.js, and SVG from the server."""
