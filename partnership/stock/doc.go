// Package stock keeps the register of Stock: undated credits that a producer sells ahead of its production, that come
// back to it in payment for use, and that are cancelled when they do.
//
// It is for the machines of this module that have Stock in them (an energy pool is one), and for whoever keeps such a
// register on a database and wants one to compare with. It knows no roles, no time and no consent: who may do what, and
// when, is for its owner to say. Who only gives out discount vouchers needs none of it.
//
// # The model
//
// Stock is not debt, since nobody can demand money for it; no derivative, since nobody can demand delivery; and no
// share, since it bears nothing. So there is no operation here that pays, delivers or adds anything to what is held.
// What a holder has is the right to pay with it: the old tally, of which the stock is one half, returned to whoever
// keeps the other.
//
// A [Kind] of Stock says who issued it, of what carrier (electricity, heat, rental), for use at which site, and in what
// unit its face is. Nothing of one kind is ever taken for another. A [Register] holds all kinds:
//
//	Forecast   what the producer still expects to produce, as its custodian agrees
//	Produce    what was supplied, which lowers what remains
//	Issue      new Stock for a holder, as far as the forecast covers it
//	Transfer   from one holder to another, at face
//	Redeem     back to its issuer in payment for use: cancelled
//	BuyBack    back to its issuer for money: cancelled
//	Accept     to another producer in payment for use: cancelled, and the acceptor has a claim on the issuer
//	Discharge  what an issuer has made good of a claim
//
// Each returns the [Move] that an entry posts. Each class of moves balances by itself.
//
// # Invariants
//
// Of each kind, in whole parts of its unit:
//
//  1. issued = outstanding + redeemed + bought back; none of them is below zero.
//  2. outstanding = the sum of what holders have, each zero or above; the issuer has none.
//  3. What the issuer owes in claims = the sum of what acceptors can claim, each zero or above: together they are zero.
//     It is no more than was redeemed; the issuer claims nothing of itself.
//  4. An issue is refused beyond outstanding + claims + new <= remaining. A lower forecast stops issue and cancels
//     nothing.
//  5. A face neither grows nor shrinks, and nothing expires: nothing here knows a time.
//
// # Determinism
//
// All is a pure function of the operations applied. Kinds, holders and claims are listed in the order of their names.
//
// # Cost
//
// Each operation is O(1), two look-ups by name, and allocates for a kind or a holder that is new alone. Listing and a
// snapshot are O(n log n).
//
// # Sources
//
// Chris Cook: undated credits sold at a discount, returnable in payment for use and cancelled on return, which are no
// debt, no derivative and no equity: https://www.slideshare.net/slideshow/athens-energy-forum-46079567/46079567 and
// https://dokumen.tips/documents/open-capital-2015.html; the tally:
// http://wimpole-international.com/index.php/item/10-open-capital; that no more is issued than output can redeem, and
// nothing counted twice: https://www.eurotrib.com/comments/2008/1/18/172018/083/40?mode=alone;showrate=1; that issuers
// accept one another's and account with each other:
// https://www.eurotrib.com/comments/2013/9/4/5926/42989/16.
package stock
