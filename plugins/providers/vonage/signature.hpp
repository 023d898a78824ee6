#pragma once
#include <optional>
#include <string>

#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/vonage/primitives.hpp"

namespace herald::vonage {

/// What `sig` is computed over: all parameters but itself by the bytes of their names, each as `&name=value`
/// with `&` and `=` in the value as `_`. [any thread]
/// Source: developer.vonage.com, getting-started/concepts/signing-messages; the vendor's SDKs.
std::string signed_text(const provider::Fields& parameters);

/// Why parameters of the SMS API are not genuine, without secrets; nothing when they are. [any thread]
std::optional<std::string> forgery(const provider::Fields& parameters, const Trust& trust,
                                   const Primitives& primitives);

}  // namespace herald::vonage
