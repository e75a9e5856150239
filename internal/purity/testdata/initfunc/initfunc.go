package initfunc

type initer struct{}

func (initer) init() {}

func init() {} // want "P3: func init"

func init() { // want "P3: func init"
	init := 1
	_ = init
}
