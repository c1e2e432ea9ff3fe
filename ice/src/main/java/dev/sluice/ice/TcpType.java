package dev.sluice.ice;

/// Who opens the connection of a TCP candidate.
///
/// @rfc 6544 4.5 Encoding
public enum TcpType {
    ACTIVE, PASSIVE, SO
}
