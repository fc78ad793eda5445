"""What an audit asks, as data: indicators, judged criteria, choice criteria, the items of the information system."""
