#pragma once
#include <string>
#include <string_view>

namespace herald::sendgrid {

/// A pasted key as bare base64: without PEM frame, blanks and line ends. [any thread]
std::string bare_key(std::string_view pasted);

/// True when it is the base64 of a SubjectPublicKeyInfo with an uncompressed point on P-256. [any thread]
bool is_p256_key(std::string_view pasted);

}  // namespace herald::sendgrid
