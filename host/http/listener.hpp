#pragma once
#include <Poco/Net/ServerSocket.h>

#include <string>

#include "host/base/result.hpp"
#include "host/http/server.hpp"

namespace herald::http {

/// The path of `unix:/path`, else nothing.
std::optional<std::string> local_path(const std::string& address);

/// Binds and listens as described at Server::start().
Result<Poco::Net::ServerSocket> open_listener(const Listen& listen);

}  // namespace herald::http
