package import Schema

/// A network: the plugins that are asked one after the other, each given its predecessor's result. A `.conflist` file.
package struct NetworkConfigurationList: Declared {
    package var cniVersion = ""
    package var name = ""
    package var disableCheck = false
    /// Each with a member `type`, the name of the plugin's program; the rest is the plugin's own.
    package var plugins: [RawJSON] = []
    package init() {}

    package static let schema = Schema<Self>("A list of network plugins.", name: "cni.NetworkConfigurationList") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "name", \.name)
        Field(nil, "disableCheck", \.disableCheck)
        Field(nil, "plugins", \.plugins)
    }
}
