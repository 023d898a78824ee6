#include "host/http/client.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>

#include <utility>

namespace herald::http {
namespace {

Error away(const std::string& path, const std::string& what) {
  return {.code = Errc::Unavailable, .reason = "server_away", .detail = "server at '" + path + "': " + what};
}

Response receive(Poco::Net::HTTPClientSession& session, Poco::Net::HTTPResponse& head) {
  Response response;
  Poco::StreamCopier::copyToString(session.receiveResponse(head), response.body);
  response.status = head.getStatus();
  response.content_type = head.has("Content-Type") ? head.getContentType() : "";
  for (const auto& [name, value] : head) response.headers.push_back({name, value});
  return response;
}

}  // namespace

Result<Response> call_unix(const std::string& path, const Request& request,
                           std::chrono::milliseconds timeout) {
  try {
    Poco::Net::StreamSocket socket;
    socket.connect(Poco::Net::SocketAddress{Poco::Net::AddressFamily::UNIX_LOCAL, path});
    const Poco::Timespan span{std::chrono::microseconds{timeout}.count()};
    socket.setReceiveTimeout(span);  // the session's own setting comes too late for a given socket
    socket.setSendTimeout(span);
    Poco::Net::HTTPClientSession session{socket};
    session.setKeepAlive(false);
    Poco::Net::HTTPRequest head{request.method_text, request.target, Poco::Net::HTTPMessage::HTTP_1_1};
    head.setHost("localhost");
    for (const Header& header : request.headers) head.add(header.name, header.value);
    if (!request.body.empty() || request.method == Method::Post)
      head.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
    session.sendRequest(head) << request.body << std::flush;
    Poco::Net::HTTPResponse answer;
    Response response = receive(session, answer);
    const bool sized = answer.hasContentLength() && request.method_text != "HEAD";
    if (sized && answer.getContentLength64() != static_cast<Poco::Int64>(response.body.size()))
      return away(path, "the answer was cut short");
    return response;
  } catch (const Poco::TimeoutException&) {
    return Error{.code = Errc::Timeout,
                 .reason = "timeout",
                 .detail = "server at '" + path + "' did not answer in time"};
  } catch (const Poco::Exception& error) {
    return away(path, error.displayText());
  }
}

}  // namespace herald::http
