#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "tests/support/whatsapp_wire.hpp"

namespace herald::test {

/// A refusal of a parameter whose value is not valid; `member` names it.
WhatsAppError whatsapp_invalid(const std::string& member, const std::string& rule, int code = 131009);

/// What is wrong with a medium: exactly one of `id` and `link`, and of `extras` what the kind allows.
std::optional<WhatsAppError> check_whatsapp_medium(const nlohmann::json& medium, const std::string& member,
                                                   std::initializer_list<std::string_view> extras);

/// What is wrong with the member `template` of a message; with `interactive`.
std::optional<WhatsAppError> check_whatsapp_template(const nlohmann::json& stored);
std::optional<WhatsAppError> check_whatsapp_interactive(const nlohmann::json& asked);

}  // namespace herald::test
