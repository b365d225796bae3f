package ecall

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue

@Timeout(60)
class MediaTest {
    private val user = Mock.user()
    private val bytes = ByteArray(300_000) { (it % 251).toByte() }

    @Test
    fun `a file comes from everywhere and goes everywhere`(@TempDir folder: Path): Unit = runBlocking {
        val client = Client(Mock.options(user))
        val file = Files.write(folder.resolve("picture.jpg"), bytes)
        val told = ConcurrentLinkedQueue<Long>()
        val sources = listOf(
            MediaSource.of(bytes),
            MediaSource.of(file),
            MediaSource.of(ByteArrayInputStream(bytes)),
            MediaSource.of(ByteArrayInputStream(bytes), bytes.size.toLong()),
        )
        for (source in sources) {
            val id = client.uploadMedia(source) { transferred, _ -> told += transferred }.mediaId
            assertArrayEquals(bytes, client.downloadMediaBlocking(id).content)
            val stream = ByteArrayOutputStream()
            assertEquals(bytes.size.toLong(), client.downloadMedia(id, MediaTarget.of(stream)).length)
            assertArrayEquals(bytes, stream.toByteArray())
            val place = folder.resolve("copy")
            client.downloadMedia(id, MediaTarget.of(place))
            assertArrayEquals(bytes, Files.readAllBytes(place))
        }
        assertTrue(bytes.size.toLong() in told)
    }

    @Test
    fun `what the caller's own end throws is the cause`() {
        val client = Client(Mock.options(user))
        val broken = IOException("the disk is gone")
        val source = object : InputStream() {
            override fun read(): Int = throw broken
        }
        val upload = assertThrows(EcallException::class.java) { client.uploadMediaBlocking(MediaSource.of(source)) }
        assertSame(broken, upload.cause)
        val target = object : OutputStream() {
            override fun write(byte: Int) = throw broken
        }
        val id = client.uploadMediaBlocking(MediaSource.of(bytes)).mediaId
        val download = assertThrows(EcallException::class.java) { client.downloadMediaBlocking(id, MediaTarget.of(target)) }
        assertSame(broken, download.cause)
    }
}
