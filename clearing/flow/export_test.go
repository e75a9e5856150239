package flow

// Limit sets after how many augmentations Solve takes over.
func (n *Network) Limit(augmentMax int) { n.augmentMax = augmentMax }

// Work sets after how many looks at the whole network Solve takes over, from the first gate on.
func (n *Network) Work(workMax int) { n.workMax, n.workLeast = workMax, 0 }

// Pace sets how many gates pass between two looks at the context.
func (n *Network) Pace(gates int) { n.paceMax = gates }

// Labels sets how many labels a search makes at most.
func (n *Network) Labels(labelsMax int) { n.labelsMax = labelsMax }
