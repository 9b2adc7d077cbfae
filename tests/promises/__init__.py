"""What Waybill promises: P1 to P5 and P8, each over the bare core and over a server that runs."""
