#pragma once
#include <cstdint>
#include <string>

#include "host/base/result.hpp"
#include "host/domain/ids.hpp"

namespace herald::domain {

/// The texts that a template makes of a message. [value]
struct RenderedTexts {
  std::string subject{};
  std::string body{};
  std::string html{};
  std::string message_class{};  ///< empty: what the caller or the channel says
  std::string template_id{};    ///< of the language that was chosen
  std::int64_t template_version{0};
};

/// Feature plugins that have a say in what is sent (design D13): values in, values out. [any thread]
class SendFilters {
 public:
  virtual ~SendFilters() = default;
  /// Renders the message of a request, given as the JSON object that came in with `channel_type` filled in.
  /// Errors: Invalid with every problem by pointer into the request; NotFound/"unknown_template";
  /// Unavailable/"no_renderer", "plugin_…"; Timeout/"plugin_timeout".
  virtual Result<RenderedTexts> render(const TenantId& tenant, const std::string& message_json) = 0;
};

}  // namespace herald::domain
