//! Gives the program for Windows its icon, what Explorer shows of its version, and its manifest. Other systems need none of it.

const FOLDER: &str = "packaging/windows";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return;
    }
    let mut resource = winresource::WindowsResource::new();
    resource
        .set_icon(&format!("{FOLDER}/shopkit.ico"))
        .set_manifest_file(&format!("{FOLDER}/shopkit.manifest"))
        .set("FileDescription", "shopkit：抖店订单离线工具")
        .set("ProductName", "shopkit")
        .set("LegalCopyright", "MIT");
    if let Err(error) = resource.compile_for("shopkit") {
        // The program runs without them.
        println!("cargo::warning=the icon, the version and the manifest are left out: {error}");
    }
}
