fn main() -> std::process::ExitCode {
    tackroom::main()
}
