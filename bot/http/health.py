"""/health says what is up; /metrics says how much. Neither names a person, both answer on loopback unless HTTP_HOST says otherwise."""
