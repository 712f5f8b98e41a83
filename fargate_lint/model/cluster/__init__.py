"""EKS clusters: profiles, capacity, add-ons, CoreDNS, who may use them."""
