// Package guarantee is a Guarantee Society.
package guarantee
