"""What a turn costs: Waybill beside a bare handler that makes the same call, measured in the same run."""
