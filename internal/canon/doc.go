// Package canon writes and reads canonical JSON: every value has one spelling, so that equal states have
// equal bytes, on every machine, for ever.
//
// It serves the snapshots and the actions of this module's packages, which know the members of their
// objects and write them in a fixed order. It is not a general JSON package: it builds no tree, knows no
// null and no fractions (amounts are strings), and skips nothing.
//
// # The form
//
//   - No space outside strings.
//   - The members of an object in the order in which its writer names them, each once.
//   - Integers without leading zeros, plus or minus zero, in an int64.
//   - Strings of valid UTF-8 in which only ", \ and the control characters below U+0020 are escaped: as
//     \" \\ \b \f \n \r \t, and \u00xx in lower case for the others, as in RFC 8785, section 3.2.2.2.
//   - Times in UTC, as RFC 3339 with as many digits of a second as it has and no more, years 1 to 9999.
//
// # Invariants
//
//  1. What a Decoder accepts, an Encoder given the same calls writes again, byte for byte.
//  2. What an Encoder writes is JSON that every decoder of JSON reads.
//  3. A Decoder reads each byte once, holds at most one string more than its buffer, and stops for good
//     at the first error.
//  4. The last member of a sealed document is the SHA-256 of all bytes before that member: a document
//     with a changed byte is refused. It guards against accidents; it does not say who wrote it.
//
// # Use
//
// Both sides keep their first error, so that code reads as a list of members and asks once at the end:
//
//	d.BeginObject()
//	d.Key("id")
//	a.ID = d.String(idBytesMax)
//	if d.Has("due") {
//		a.Due = d.Time()
//	}
//	d.EndObject()
//	return d.End()
package canon
