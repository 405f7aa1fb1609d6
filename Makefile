# Aliases of dev.py, which needs no make. Arguments: make test ARGS="-k webhooks"
.DEFAULT_GOAL := help
.PHONY: help run up demo manage test check bench faults lock
ARGS ?=

help: ## list the targets
	@grep -E '^[a-z ]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  %-8s%s\n", $$1, $$2}'

run up: ## run the registry on this machine until Ctrl-C
	@python3 dev.py up $(ARGS)

manage: ## a management command: make manage ARGS="propose article.txt"
	@python3 dev.py manage $(ARGS)

demo: ## from an article to two delivered webhooks
	@python3 dev.py demo $(ARGS)

test: ## the tests, on a throw-away PostgreSQL and Redis
	@python3 dev.py test $(ARGS)

check: ## style, types, import contracts, migrations, tests
	@python3 dev.py check $(ARGS)

bench: ## measure against peers
	@python3 dev.py bench $(ARGS)

faults: ## kill things while they work
	@python3 dev.py faults $(ARGS)

lock: ## resolve the requirements anew
	@python3 dev.py lock $(ARGS)
