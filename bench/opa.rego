# Effective access as a policy of the Open Policy Agent: the gates of Decide in access.go,
# over the document that opa_facts.go makes. Bench shows the two beside each other, once it
# has found that they answer alike.
#
# It is written to be fast: helpers that both ways share, and functions of one condition
# each, make OPA allocate half as much again.
package gatehouse

default decision := false

# The way of a site's administrator.
decision if {
	input.subject.type == "user"
	data.partner.active
	account := data.accounts[input.subject.id]
	membership := data.administrators[account][input.resource.id]
	not membership.locked
	data.actions[input.action.name].roles[membership.role]
}

# The way of somebody who is assigned to the site.
decision if {
	input.subject.type == "user"
	data.partner.active
	account := data.accounts[input.subject.id]
	person := data.people[account]
	person.member
	not person.locked
	data.sites[input.resource.id].technician_access
	assignment := data.assignments[account][input.resource.id]
	not assignment.waiting
	not assignment.site_locked
	not assignment.partner_locked
	object.get(assignment, "starts_at", 0) <= time.now_ns()
	object.get(assignment, "ends_at", never) > time.now_ns()
	data.actions[input.action.name].levels[assignment.level]
}

# The window's bounds are in nanoseconds. One that there is not is no field.
never := 9223372036854775807
