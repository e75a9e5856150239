package waterfall

var kindNames = [kinds]string{"no kind", "security", "own", "pledges", "fund", "provisions", "calls", "haircut"}

var keyNames = [keys]string{"no key", "contribution", "charges", "exposure", "equal"}

// String returns the kind's name: "security", "own", "pledges", "fund", "provisions", "calls" or "haircut".
func (k Kind) String() string {
	if k >= kinds {
		return kindNames[0]
	}
	return kindNames[k]
}

// MarshalText returns the kind's name; a kind that is none is ErrKind.
func (k Kind) MarshalText() ([]byte, error) {
	if k == 0 || k >= kinds {
		return nil, refuse(ErrKind, "", "", "want a kind from security to haircut")
	}
	return []byte(kindNames[k]), nil
}

// UnmarshalText reads a kind's name. The receiver is unchanged on error.
func (k *Kind) UnmarshalText(text []byte) error {
	for i := Security; i < kinds; i++ {
		if kindNames[i] == string(text) {
			*k = i
			return nil
		}
	}
	return refuse(ErrKind, "", string(text), "want a kind from security to haircut")
}

// String returns the key's name: "contribution", "charges", "exposure" or "equal", and "no key" for NoKey.
func (k Key) String() string {
	if k >= keys {
		return keyNames[NoKey]
	}
	return keyNames[k]
}

// MarshalText returns the key's name, that of NoKey too; a key that is none is ErrKey.
func (k Key) MarshalText() ([]byte, error) {
	if k >= keys {
		return nil, refuse(ErrKey, "", "", "want a key from contribution to equal, or no key")
	}
	return []byte(keyNames[k]), nil
}

// UnmarshalText reads a key's name. The receiver is unchanged on error.
func (k *Key) UnmarshalText(text []byte) error {
	for i := range keys {
		if keyNames[i] == string(text) {
			*k = i
			return nil
		}
	}
	return refuse(ErrKey, "", string(text), "want a key from contribution to equal, or no key")
}
