#include "host/http/listener.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace herald::http {
namespace {

using Poco::Net::Context;
using Poco::Net::SocketAddress;

constexpr int kBacklog = 1024;
constexpr std::string_view kLocal = "unix:";

Error invalid(std::string reason, std::string detail) {
  return {.code = Errc::Invalid, .reason = std::move(reason), .detail = std::move(detail)};
}

Error bad_address(const std::string& text) {
  return invalid("bad_listen_address",
                 "listen address '" + text + "': expected 127.0.0.1:8080, [::1]:8080 or unix:/path");
}

Result<SocketAddress> parse_tcp(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return bad_address(text);
  std::string host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, port);
  Poco::Net::IPAddress ip;
  if (read.ec != std::errc{} || read.ptr != end || port > 65535 ||
      !Poco::Net::IPAddress::tryParse(host, ip) ||
      bracketed != (ip.family() == Poco::Net::AddressFamily::IPv6))
    return bad_address(text);
  return SocketAddress{ip, static_cast<Poco::UInt16>(port)};
}

/// Removes what a dead process left; refuses a living listener and anything that is not a socket.
Result<Done> clear_path(const std::string& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return Done{};
  if (!S_ISSOCK(status.st_mode))
    return invalid("listen_path_taken", "listen path '" + path + "' exists and is not a socket");
  try {
    Poco::Net::StreamSocket probe{SocketAddress{Poco::Net::AddressFamily::UNIX_LOCAL, path}};
    return invalid("listen_path_taken", "another process listens on '" + path + "'");
  } catch (const Poco::Net::ConnectionRefusedException&) {
    ::unlink(path.c_str());
    return Done{};
  }
}

Result<Poco::Net::ServerSocket> listen_local(const std::string& path) {
  if (path.empty() || path.front() != '/' || path.size() >= sizeof(sockaddr_un::sun_path))
    return bad_address(std::string{kLocal} + path);
  if (auto cleared = clear_path(path); !cleared) return std::move(cleared).error();
  Poco::Net::ServerSocket socket;
  socket.bind(SocketAddress{Poco::Net::AddressFamily::UNIX_LOCAL, path}, false, false);
  if (::chmod(path.c_str(), 0600) != 0)  // before listen(): nobody could connect so far
    return Error{
        .code = Errc::Unavailable, .reason = "cannot_listen", .detail = "cannot protect '" + path + "'"};
  socket.listen(kBacklog);
  return socket;
}

Result<Context::Ptr> make_context(const Tls& tls) {
  for (const std::string& file : {tls.certificate_file, tls.key_file}) {
    if (::access(file.c_str(), R_OK) != 0)
      return invalid("tls_unusable", "cannot read TLS file '" + file + "'");
  }
  Context::Params params;
  params.certificateFile = tls.certificate_file;
  params.privateKeyFile = tls.key_file;
  params.verificationMode = Context::VERIFY_NONE;
  params.cipherList = "HIGH:!aNULL:!MD5:!3DES:!kRSA";
  try {
    auto context = Poco::makeAuto<Context>(Context::TLS_SERVER_USE, params);
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    return context;
  } catch (const Poco::Exception&) {
    return invalid("tls_unusable", "TLS files '" + tls.certificate_file + "' and '" + tls.key_file +
                                       "': expected a PEM certificate and its unencrypted key");
  }
}

Result<Poco::Net::ServerSocket> bind_tcp(const SocketAddress& address, const std::optional<Tls>& tls) {
  std::optional<Poco::Net::ServerSocket> socket;
  if (tls) {
    const auto context = make_context(*tls);
    if (!context) return context.error();
    socket = Poco::Net::SecureServerSocket{*context};
  } else {
    socket.emplace();
  }
  socket->bind(address, true, false);  // no SO_REUSEPORT: two servers would share the port unnoticed
  return *socket;
}

Result<Poco::Net::ServerSocket> listen_tcp(const Listen& listen) {
  const auto address = parse_tcp(listen.address);
  if (!address) return address.error();
  auto socket = bind_tcp(*address, listen.tls);
  if (socket) socket->listen(kBacklog);
  return socket;
}

/// Poco takes no descriptor of others: the inherited one takes the place of the socket that Poco made.
Result<Poco::Net::ServerSocket> inherit(const Listen& listen) {
  auto socket = bind_tcp(SocketAddress{"127.0.0.1", 0}, listen.tls);
  if (!socket) return socket;
  if (::dup3(listen.inherited, static_cast<int>(socket->impl()->sockfd()), O_CLOEXEC) < 0)
    return invalid("cannot_listen", "expected a listening socket as descriptor " +
                                        std::to_string(listen.inherited) + ", which cannot be duplicated");
  return socket;
}

}  // namespace

std::optional<std::string> local_path(const std::string& address) {
  if (!address.starts_with(kLocal)) return std::nullopt;
  return address.substr(kLocal.size());
}

bool is_local(const Listen& listen) {
  if (listen.inherited < 0) return local_path(listen.address).has_value();
  int family = AF_UNSPEC;
  socklen_t size = sizeof family;
  return ::getsockopt(listen.inherited, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 && family == AF_UNIX;
}

Result<Poco::Net::ServerSocket> open_listener(const Listen& listen) {
  try {
    if (is_local(listen) && listen.tls)
      return invalid("bad_listen_address", "TLS is not spoken on a local socket");
    if (listen.inherited >= 0) return inherit(listen);
    const auto path = local_path(listen.address);
    return path ? listen_local(*path) : listen_tcp(listen);
  } catch (const Poco::Exception& error) {
    return Error{.code = Errc::Unavailable,
                 .reason = "cannot_listen",
                 .detail = "cannot listen on '" + listen.address + "': " + error.displayText()};
  }
}

}  // namespace herald::http
