// The policy filter of the benches: it reads what it is asked and allows all but one word.
#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace {

class Gate {
 public:
  static std::string descriptor() { return R"({"filters":[{"name":"gate","stage":"policy"}]})"; }
  static std::string run(const herald::sdk::FeatureCall&, const herald::sdk::Records&) {
    throw herald::sdk::Failure{"expected no call: this plugin has no routes", HERALD_INVALID};
  }
  static std::string filter(const herald::sdk::FeatureCall& call) {
    const auto input = nlohmann::json::parse(call.input);
    if (input.at("message").value("text", "") == "forbidden")
      return R"({"verdict":{"kind":"reject","reason":"forbidden"}})";
    return R"({"verdict":{"kind":"allow"}})";
  }
};

}  // namespace

HERALD_FEATURE(
    Gate, R"({"id":"org.herald.gate","version":"1.0.0","name":"Gate","interfaces":["herald.feature/1"]})");
