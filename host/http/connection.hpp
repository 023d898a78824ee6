#pragma once
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/TCPServerConnection.h>

#include <string>
#include <string_view>

#include "host/http/reader.hpp"
#include "host/http/render.hpp"
#include "host/http/site.hpp"
#include "host/http/wire.hpp"

namespace herald::http {

/// True for a request id that a client may choose: 1–64 of `A-Za-z0-9._-`.
bool acceptable_id(std::string_view id);

/// Serves one connection to its end on a thread of the pool. Borrows the site. [one thread]
class Connection final : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, Site& site);
  ~Connection() override;
  void run() override;

 private:
  bool identify_peer();
  bool serve_one();
  bool answer(Incoming incoming);
  bool send_file(const Response& response, const Framed& framed);
  void refuse(const Refusal& refusal);
  Response handle(const Request& request);

  Site& site_;
  Wire wire_;
  RequestReader reader_;
  Live live_;
  Address peer_{};
  std::optional<unsigned> peer_uid_;
  int served_{0};
};

}  // namespace herald::http
