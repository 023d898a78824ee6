#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/whatsapp/account.hpp"

namespace herald::whatsapp {

/// Meta's limits on a message of op `send`, before the wire; nothing when it may go. Lengths inside of
/// options are the options' schema's to keep. [any thread] Source: developers.facebook.com,
/// business-messaging/whatsapp/messages.
std::optional<provider::Refusal> refusal_of(const nlohmann::json& message, const Account& account);

/// What the schema cannot say of the options `interactive` and `template`. [any thread]
std::optional<provider::Refusal> refusal_of_interactive(const nlohmann::json& interactive,
                                                        std::size_t text_chars);
std::optional<provider::Refusal> refusal_of_template(const nlohmann::json& stored, bool otp);

/// A refusal of content. [any thread]
provider::Refusal unfit(std::string code, std::string text);

}  // namespace herald::whatsapp
