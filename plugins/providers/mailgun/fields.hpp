#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/mailgun/outbound.hpp"
#include "plugins/providers/parts/form_body.hpp"

namespace herald::mailgun {

/// Variable that carries the attempt's reference; events repeat it.
inline constexpr std::string_view kAttemptMark = "herald_ref";
/// Variable that names the addressee where copies go to others too: only his events are receipts.
inline constexpr std::string_view kAddresseeMark = "herald_to";

/// The parameters of POST /v3/{domain}/messages, files apart, in order. [any thread]
/// Source: documentation.mailgun.com, api-reference/send/mailgun/messages.
Pairs fields_of(const Outbound& message);

/// They and the files as the parts of the form. [any thread]
std::vector<provider::FormPart> parts_of(const Pairs& fields, const std::vector<Attachment>& files);

/// A mailbox as it stands in a header: names in quotes, or as encoded words of RFC 2047. [any thread]
std::string mailbox_text(const provider::Mailbox& mailbox);

}  // namespace herald::mailgun
