package dev.sluice.sfu.server;

/// What the HTTP side remembers of a participant: whose it is, and which ICE session its candidates belong to.
///
/// @param entityTag of the session URL, in quotes (RFC 9725 4.3.1)
record Session(Worker worker, String entityTag) {}
