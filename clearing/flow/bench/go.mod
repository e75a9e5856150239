module example.org/mutual/clearing/flow/bench

go 1.26

require example.org/mutual v0.0.0

require (
	github.com/shopspring/decimal v1.6.0 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)

replace example.org/mutual => ../../..
