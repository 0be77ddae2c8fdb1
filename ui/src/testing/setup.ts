// Deadlines for a busy machine: nothing waits this long where it is idle.
import { configure } from "@testing-library/svelte";

configure({ asyncUtilTimeout: 15_000 });
