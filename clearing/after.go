package clearing

// After returns the state after a clearing: what stays of the obligations, the new ones, acceptances and
// tenders less what was used, and the windows as they are.
func (b Book) After(r *Result) (Book, error) {
	return Book{}, &Error{Reason: ErrUnsupported, What: "not yet"}
}
