// Package api is a test: what each package of this module exports is what its golden file says, so that a change is
// seen, and meant. After one that is, go test ./internal/api -update writes them anew.
//
// It reads sources and does not type-check them. What is not exported is left out, and so are comments and the bodies
// of functions.
package api
