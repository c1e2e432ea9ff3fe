package dev.sluice.dtlssrtp;

/// Who speaks first: the client sends the ClientHello. SDP calls it `active`, the server `passive`.
public enum DtlsRole {
    CLIENT, SERVER
}
