package main

import (
	"fmt"
	"strings"
)

// spellings finds names of a kind that differ in capitals or spaces only: they count as two, and are hardly meant to.
type spellings struct {
	kind  string
	known map[string]bool
	first map[string]spelling // of those alike
}

// A spelling is a name and the first line that has it.
type spelling struct {
	name string
	line int
}

func newSpellings(kind string) *spellings {
	return &spellings{kind, map[string]bool{}, map[string]spelling{}}
}

// fold makes one name of those that look alike.
func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// look returns a doubt about a name that is new and like an earlier one.
func (s *spellings) look(name string, line int) error {
	if s.known[name] {
		return nil
	}
	s.known[name] = true
	alike := fold(name)
	before, ok := s.first[alike]
	if !ok {
		s.first[alike] = spelling{name, line}
		return nil
	}
	return fmt.Errorf("%.32q counts as another %s than %.32q on line %d; if they are one, spell them alike", name, s.kind, before.name, before.line)
}

// like returns the first name that is like this one.
func (s *spellings) like(name string) (string, bool) {
	before, ok := s.first[fold(name)]
	return before.name, ok
}
