//! Parameter styles: the values of the table "Style Examples" of OpenAPI 3.0, encoded as in RFC
//! 6570 and OpenAPI 3.0.4. Where the table of 3.0.3 contradicts RFC 6570 (`label`, not exploded),
//! RFC 6570 applies.

use intercom_tests_compiled::parameter_styles_everywhere::Client;
use intercom_tests_compiled::parameter_styles_everywhere::api::colors::WriteQuery;
use intercom_tests_compiled::parameter_styles_everywhere::api::types::{Palette, Rgb, write_query};
use wiremock::ResponseTemplate;

use super::Server;

const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn rgb() -> Rgb {
    Rgb::new().r(100).g(200).b(150)
}

async fn server() -> (Server, Client) {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn serializes_simple_style_in_paths() {
    let (server, client) = server().await;
    let request = client
        .colors()
        .write_simple("blue", COLORS, COLORS, rgb(), rgb());
    request.await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /simple/blue/blue,black,brown/blue,black,brown/R,100,G,200,B,150/R=100,G=200,B=150"
    );
}

#[tokio::test]
async fn serializes_label_style_in_paths() {
    let (server, client) = server().await;
    let request = client
        .colors()
        .write_label("blue", COLORS, COLORS, rgb(), rgb());
    request.await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /label/.blue/.blue,black,brown/.blue.black.brown/.R,100,G,200,B,150/.R=100.G=200.B=150"
    );
}

#[tokio::test]
async fn serializes_matrix_style_in_paths() {
    let (server, client) = server().await;
    let request = client
        .colors()
        .write_matrix("blue", COLORS, COLORS, rgb(), rgb());
    request.await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /matrix/;color=blue/;colors=blue,black,brown\
         /;colors_each=blue;colors_each=black;colors_each=brown\
         /;rgb=R,100,G,200,B,150/;R=100;G=200;B=150"
    );
}

/// RFC 6570 encodes all but unreserved characters, so values cannot change the structure of a path.
#[tokio::test]
async fn path_values_are_percent_encoded() {
    let (server, client) = server().await;
    let reserved = ["a/b", "ö,;", "."];
    let request = client
        .colors()
        .write_matrix("", reserved, reserved, rgb(), rgb());
    request.await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /matrix/;color/;colors=a%2Fb,%C3%B6%2C%3B,.\
         /;colors_each=a%2Fb;colors_each=%C3%B6%2C%3B;colors_each=.\
         /;rgb=R,100,G,200,B,150/;R=100;G=200;B=150"
    );
}

/// Empty segments may be dropped from URLs, which would then identify another resource.
#[tokio::test]
async fn empty_path_values_are_rejected() {
    let (_server, client) = server().await;
    let none: [&str; 0] = [];
    let colors = client.colors();
    for error in [
        colors
            .write_simple("blue", none, COLORS, rgb(), rgb())
            .await,
        colors.write_label("", COLORS, COLORS, rgb(), rgb()).await,
        colors
            .write_matrix("blue", none, COLORS, rgb(), rgb())
            .await,
        colors
            .write_simple("blue", COLORS, COLORS, Rgb::new(), rgb())
            .await,
    ] {
        let error = error.unwrap_err();
        assert!(error.is_invalid(), "{error}");
        assert!(error.to_string().contains("path parameter `"), "{error}");
    }
}

/// Returns the query of a request, including the question mark.
async fn query(set: impl FnOnce(WriteQuery) -> WriteQuery) -> String {
    let (server, client) = server().await;
    set(client.colors().write_query()).await.unwrap();
    let line = server.received().await.line();
    line.strip_prefix("GET /query").unwrap().to_owned()
}

#[tokio::test]
async fn serializes_form_style_in_queries() {
    assert_eq!(query(|it| it.form("blue")).await, "?form=blue");
    assert_eq!(query(|it| it.form("")).await, "?form=");
    assert_eq!(
        query(|it| it.form_list(COLORS)).await,
        "?form_list=blue,black,brown"
    );
    assert_eq!(
        query(|it| it.form_each(COLORS)).await,
        "?form_each=blue&form_each=black&form_each=brown"
    );
    assert_eq!(
        query(|it| it.form_object(rgb())).await,
        "?form_object=R,100,G,200,B,150"
    );
    assert_eq!(
        query(|it| it.form_members(rgb())).await,
        "?R=100&G=200&B=150"
    );
}

#[tokio::test]
async fn serializes_delimited_styles_in_queries() {
    assert_eq!(
        query(|it| it.space(COLORS)).await,
        "?space=blue%20black%20brown"
    );
    assert_eq!(
        query(|it| it.space_object(rgb())).await,
        "?space_object=R%20100%20G%20200%20B%20150"
    );
    assert_eq!(
        query(|it| it.pipe(COLORS)).await,
        "?pipe=blue%7Cblack%7Cbrown"
    );
    assert_eq!(
        query(|it| it.pipe_each(COLORS)).await,
        "?pipe_each=blue&pipe_each=black&pipe_each=brown"
    );
    assert_eq!(
        query(|it| it.pipe_object(rgb())).await,
        "?pipe_object=R%7C100%7CG%7C200%7CB%7C150"
    );
}

#[tokio::test]
async fn serializes_deep_objects_in_queries() {
    assert_eq!(
        query(|it| it.deep(rgb())).await,
        "?deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150"
    );
}

/// Nesting, which OpenAPI leaves undefined, follows the library `qs`.
#[tokio::test]
async fn serializes_nested_deep_objects() {
    let palette = Palette::new()
        .name("sea")
        .base(Rgb::new().r(1))
        .others([Rgb::new().g(2), Rgb::new().b(3)]);
    assert_eq!(
        query(|it| it.deeper(palette)).await,
        "?deeper%5Bname%5D=sea&deeper%5Bbase%5D%5BR%5D=1\
         &deeper%5Bothers%5D%5B0%5D%5BG%5D=2&deeper%5Bothers%5D%5B1%5D%5BB%5D=3"
    );
    assert_eq!(
        query(|it| it.deep_list(["blue", "black"])).await,
        "?deep_list%5B0%5D=blue&deep_list%5B1%5D=black"
    );
}

#[tokio::test]
async fn serializes_unions_in_form_style() {
    assert_eq!(query(|it| it.either("blue")).await, "?either=blue");
    assert_eq!(
        query(|it| it.either(COLORS.map(str::to_owned).to_vec())).await,
        "?either=blue&either=black&either=brown"
    );
}

#[tokio::test]
async fn allow_reserved_keeps_reserved_characters() {
    let value = ":/?#[]@!$&()*+,;= %";
    assert_eq!(
        query(|it| it.form(value)).await,
        "?form=%3A%2F%3F%23%5B%5D%40%21%24%26%28%29%2A%2B%2C%3B%3D%20%25"
    );
    // Characters that would end or change the value stay encoded.
    assert_eq!(
        query(|it| it.reserved(value)).await,
        "?reserved=:/?%23%5B%5D@!$%26()*%2B,;=%20%25"
    );
    assert_eq!(
        query(|it| it.reserved_list(["a/b", "c:d"])).await,
        "?reserved_list=a/b,c:d"
    );
}

#[tokio::test]
async fn serializes_json_content_in_queries() {
    let filter = write_query::Filter::new().berths([1, 2]);
    assert_eq!(
        query(|it| it.filter(filter)).await,
        "?filter=%7B%22berths%22%3A%5B1%2C2%5D%7D"
    );
}

/// Setting a parameter replaces its value; empty lists are not sent.
#[tokio::test]
async fn the_last_value_is_sent() {
    assert_eq!(
        query(|it| it.reserved_list(["a"]).reserved_list(["b"])).await,
        "?reserved_list=b"
    );
    assert_eq!(
        query(|it| it.deep(rgb()).deep(Rgb::new().r(1).g(2).b(3))).await,
        "?deep%5BR%5D=1&deep%5BG%5D=2&deep%5BB%5D=3"
    );
    assert_eq!(query(|it| it.form_list([""; 0])).await, "");
}

#[tokio::test]
async fn nested_values_in_undocumented_fields_are_rejected() {
    let (_server, client) = server().await;
    let mut nested = rgb();
    let list = serde_json::json!([1]);
    nested.extra.insert("alpha".to_owned(), list);
    let error = client
        .colors()
        .write_query()
        .form_object(nested)
        .await
        .unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "GET /query: query parameter `form_object` must not contain a list or an object: `alpha` is one"
    );
}

#[tokio::test]
async fn serializes_simple_style_in_headers() {
    let (server, client) = server().await;
    let request = client
        .colors()
        .write_headers()
        .x_color("light blue")
        .x_colors(COLORS)
        .x_rgb(rgb())
        .x_rgb_each(rgb())
        .x_filter([1, 2]);
    request.await.unwrap();
    let received = server.received().await;
    assert_eq!(received.header("x-color"), Some("light blue"));
    assert_eq!(received.header("x-colors"), Some("blue,black,brown"));
    assert_eq!(received.header("x-rgb"), Some("R,100,G,200,B,150"));
    assert_eq!(received.header("x-rgb-each"), Some("R=100,G=200,B=150"));
    assert_eq!(received.header("x-filter"), Some("[1,2]"));
}

/// The pairs of cookies are separated by `; ` (RFC 6265) instead of `&`, as in OpenAPI 3.2.
#[tokio::test]
async fn serializes_form_style_in_cookies() {
    let (server, client) = server().await;
    let request = client
        .colors()
        .write_cookies("light blue;")
        .colors(COLORS)
        .each(COLORS)
        .rgb(rgb())
        .members(rgb());
    request.await.unwrap();
    assert_eq!(
        server.received().await.header("cookie"),
        Some(
            "color=light%20blue%3B; colors=blue,black,brown; each=blue; each=black; each=brown; \
             rgb=R,100,G,200,B,150; R=100; G=200; B=150"
        )
    );
}

#[tokio::test]
async fn dynamic_calls_use_the_declared_styles() {
    use intercom_tests_compiled::parameter_styles_everywhere::dynamic::operation;
    let (server, client) = server().await;
    let arguments = serde_json::json!({
        "deep": {"R": 100},
        "form_object": {"R": 100, "G": 200},
        "filter": {"berths": [3]},
    });
    let operation = operation("writeQuery").unwrap();
    operation.call(&client, arguments).await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /query?form_object=R,100,G,200&deep%5BR%5D=100&filter=%7B%22berths%22%3A%5B3%5D%7D"
    );
}
