#include <herald/sdk.hpp>

#include "plugins/features/templates/descriptor.hpp"
#include "plugins/features/templates/filter.hpp"
#include "plugins/features/templates/routes.hpp"

namespace {

class Templates {
 public:
  static std::string descriptor() { return herald::templates::descriptor(); }
  std::string run(const herald::sdk::FeatureCall& call, const herald::sdk::Records& records) {
    return herald::templates::answer_route(call.name, call.input, records);
  }
  std::string filter(const herald::sdk::FeatureCall& call) {
    return herald::templates::render_message(call.input);
  }
};

}  // namespace

HERALD_FEATURE(Templates, R"({"id":"org.herald.templates","version":"1.0.0","name":"Templates",
"interfaces":["herald.feature/1"],"uses":["herald.records/1"]})");
