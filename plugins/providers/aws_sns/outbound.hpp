#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "plugins/providers/aws_sns/account.hpp"
#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::aws_sns {

/// A message to send and what it is sent as. [value]
struct Outbound {
  std::string channel{};
  std::string type{};
  std::string to{};
  std::string text{};
  bool has_attachments{};
  std::string sender_id{};           ///< a name; empty without one
  std::string origination_number{};  ///< a number of ours; empty for any
  std::string sms_type{};
  std::string max_price{};
  std::string entity_id{};
  std::string template_id{};
};

/// Reads the input of op `send`. A sender that the message names wins over both of the channel's; what its
/// options name wins over the channel's config. Throws sdk::Failure when it is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const Account& account);

/// What SNS would refuse, or would take and never deliver; nothing for a message that can be sent. [any
/// thread]
std::optional<provider::Refusal> refusal_of(const Outbound& message);

/// The parameters of Publish, in wire order. [any thread]
/// Source: docs.aws.amazon.com/sns/latest/api/API_Publish.html.
provider::Fields publish_fields(const Outbound& message);

}  // namespace herald::aws_sns
