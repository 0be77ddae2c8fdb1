# Thin: each target is a line into a script, cargo or npm.
.PHONY: run test bench soak fuzz package platforms lint format screenshots clean-demo

run: ## the demo, or SERVER=https://… for a real account
	@python3 scripts/demo.py run $(if $(SERVER),--server $(SERVER))
test:
	@python3 scripts/test.py $(if $(ONLY),--only $(ONLY)) $(if $(NAME),--name $(NAME))
bench:
	@python3 scripts/bench.py
soak: ## fifty rounds of the crash test, twenty of what two people do, a thousand rooms of all that can happen in one
	@TACKROOM_CRASH_ROUNDS=50 python3 scripts/test.py --only it --name crash
	@TACKROOM_ORACLE_ROUNDS=20 python3 scripts/test.py --only it --name whatever_two_people_do
	@TACKROOM_ORACLE_CASES=1000 python3 scripts/test.py --only it --name whatever_happens_in_a_room
fuzz:
	@python3 scripts/fuzz.py
package:
	@python3 scripts/package.py
platforms: ## the workspace type-checked for Windows and Android
	@python3 scripts/platforms.py
lint:
	@python3 scripts/test.py --only format --only licences --only ui --only clippy
format:
	@cargo fmt --all
	@npm --prefix ui run --silent format
screenshots:
	@python3 scripts/screenshots.py
clean-demo:
	@python3 scripts/demo.py clean
