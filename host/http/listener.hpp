#pragma once
#include <Poco/Net/ServerSocket.h>

#include <string>

#include "host/base/result.hpp"
#include "host/http/server.hpp"

namespace herald::http {

/// The path of `unix:/path`, else nothing.
std::optional<std::string> local_path(const std::string& address);

/// Whether that is a local socket, of a path or inherited.
bool is_local(const Listen& listen);

/// Binds and listens as described at Server::start(); of an inherited socket it answers a descriptor of its
/// own.
Result<Poco::Net::ServerSocket> open_listener(const Listen& listen);

}  // namespace herald::http
