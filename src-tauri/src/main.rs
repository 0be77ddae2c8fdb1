fn main() {
    tackroom::run()
}
