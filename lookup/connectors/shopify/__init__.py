"""The connector for Shopify stores: finds one order by the Admin GraphQL API and says in our own words how it stands.

In the order of a lookup: `store`, `reference`, `queries`, `token`, `admin`, `answer`, `fields`, `candidates`, `parcels`
with `plain` and `rest`, `wording`, `details`, and `connector`, which walks through them; `check` is for connecting.
"""
