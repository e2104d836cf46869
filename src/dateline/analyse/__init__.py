"""What a store's events show over time: tension, answers, forecasts, scenarios; and what may follow."""
